vcl 4.1;

backend nginx {
    .host = "127.0.0.1";
    .port = "8082";
}
