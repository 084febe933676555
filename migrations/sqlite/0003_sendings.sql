-- Messages that are being sent. A row that outlives its courier says that the message may be there although nobody wrote
-- down where: sending it again with the same nonce brings it back.
create table sendings (
    subject    text not null,
    place      text not null,
    channel_id integer not null,
    nonce      text not null,
    begun_at_ms integer not null,
    primary key (subject, place)
) strict, without rowid;
