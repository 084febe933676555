pub async fn main(_: &crate::config::Config) -> u8 {
    0
}
