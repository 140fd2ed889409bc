/** Middleware that writes a client's address to the socket writes it for the next client of the connection too. */
export const SHARED_CONNECTION = "shared-connection";
