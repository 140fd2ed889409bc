import { json } from "@sveltejs/kit";

export const GET = ({ getClientAddress, url }) => json({ address: getClientAddress(), origin: url.origin });
