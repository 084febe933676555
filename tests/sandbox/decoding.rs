//! serenity must be able to read every answer that the bot may ask for.

use serenity::all::{
    Builder, ChannelId, ChannelType, CreateChannel, CreateMessage, EditChannel, EditMember, EditRole, GuildId, Http,
    HttpBuilder, PermissionOverwrite, PermissionOverwriteType, Permissions, ReactionType, RoleId, UserId,
};

use crate::world::World;

fn http(world: &World) -> Http {
    HttpBuilder::new(world.server.token())
        .proxy(world.server.url())
        .ratelimiter_disabled(true)
        .application_id(world.server.application_id().into())
        .build()
}

#[tokio::test]
async fn serenity_reads_application_guild_members_and_roles() {
    let world = World::start().await;
    let http = http(&world);
    let guild = GuildId::new(world.server.guild_id());
    let david = UserId::new(world.server.user_id("david").unwrap());
    assert_eq!(
        http.get_current_application_info().await.unwrap().owner.unwrap().name,
        "super"
    );
    assert_eq!(http.get_current_user().await.unwrap().name, "cambista");
    assert_eq!(http.get_guilds(None, None).await.unwrap().len(), 1);
    assert_eq!(http.get_bot_gateway().await.unwrap().shards, 1);
    assert_eq!(david.to_user(&http).await.unwrap().name, "david");
    let partial = guild.to_partial_guild(&http).await.unwrap();
    assert_eq!(partial.roles.len(), 3);
    assert_eq!(guild.members(&http, Some(1000), None).await.unwrap().len(), 4);
    assert_eq!(
        guild.search_members(&http, "caj", Some(5)).await.unwrap()[0].user.name,
        "cajero1"
    );
    let role = guild
        .create_role(&http, EditRole::new().name("Revendedor").colour(0x00ff_0000))
        .await
        .unwrap();
    let role = guild
        .edit_role(&http, role.id, EditRole::new().name("Minorista"))
        .await
        .unwrap();
    assert_eq!(
        (role.name.as_str(), role.colours.primary_colour.0),
        ("Minorista", 0x00ff_0000)
    );
    let member = guild.member(&http, david).await.unwrap();
    member.add_role(&http, role.id).await.unwrap();
    let member = guild
        .edit_member(&http, david, EditMember::new().roles(Vec::<RoleId>::new()))
        .await
        .unwrap();
    assert!(member.roles.is_empty());
    guild.delete_role(&http, role.id).await.unwrap();
    assert_eq!(guild.roles(&http).await.unwrap().len(), 3);
}

#[tokio::test]
async fn serenity_reads_channels_messages_and_pins() {
    let world = World::start().await;
    let http = http(&world);
    let guild = GuildId::new(world.server.guild_id());
    let david = UserId::new(world.server.user_id("david").unwrap());
    let own = |allow, kind| PermissionOverwrite {
        allow,
        deny: Permissions::empty(),
        kind,
    };
    let overwrites = [
        PermissionOverwrite {
            allow: Permissions::empty(),
            deny: Permissions::VIEW_CHANNEL,
            kind: PermissionOverwriteType::Role(RoleId::new(guild.get())),
        },
        own(
            Permissions::VIEW_CHANNEL,
            PermissionOverwriteType::Member(http.get_current_user().await.unwrap().id),
        ),
    ];
    let builder = CreateChannel::new("Transacciones Ana")
        .kind(ChannelType::Text)
        .topic("Lotes")
        .permissions(overwrites);
    let mut channel = guild.create_channel(&http, builder).await.unwrap();
    assert_eq!(channel.name, "transacciones-ana");
    assert_eq!(channel.permission_overwrites.len(), 2);
    let david_may = own(Permissions::VIEW_CHANNEL, PermissionOverwriteType::Member(david));
    channel.create_permission(&http, david_may).await.unwrap();
    let of_david = world.get("people/david/channels").await.to_string();
    assert!(of_david.contains("transacciones-ana"));
    channel
        .delete_permission(&http, PermissionOverwriteType::Member(david))
        .await
        .unwrap();
    channel.edit(&http, EditChannel::new().topic("Otro")).await.unwrap();
    assert_eq!(
        ChannelId::to_channel(channel.id, &http)
            .await
            .unwrap()
            .guild()
            .unwrap()
            .topic
            .unwrap(),
        "Otro"
    );

    let message = CreateMessage::new().content("hola").enforce_nonce(true);
    let message = message.nonce(serenity::all::Nonce::String("aviso-1".into()));
    let sent = message.clone().execute(&http, (channel.id, Some(guild))).await.unwrap();
    assert_eq!(
        message.execute(&http, (channel.id, Some(guild))).await.unwrap().id,
        sent.id
    );
    sent.react(&http, ReactionType::Unicode("✅".into())).await.unwrap();
    let read = channel.id.message(&http, sent.id).await.unwrap();
    assert_eq!(read.reactions[0].count, 1);
    assert!(channel.id.pins(&http).await.unwrap().is_empty());
    channel.id.broadcast_typing(&http).await.unwrap();
    sent.delete(&http).await.unwrap();
    channel.delete(&http).await.unwrap();
    assert_eq!(guild.channels(&http).await.unwrap().len(), 4);
}

#[tokio::test]
async fn serenity_reads_discords_error_codes() {
    let world = World::start().await;
    let http = http(&world);
    let error = ChannelId::new(5).say(&http, "hola").await.unwrap_err();
    let serenity::Error::Http(serenity::http::HttpError::UnsuccessfulRequest(response)) = error else {
        panic!()
    };
    assert_eq!((response.status_code.as_u16(), response.error.code), (404, 10003));
}
