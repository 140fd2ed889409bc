vcl 4.1;

backend app {
    .host = "127.0.0.1";
    .port = "3000";
}
