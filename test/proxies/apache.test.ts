import { SET_UPS } from "./set-ups/index.js";
import { describePage } from "./suite.js";

describePage("apache", SET_UPS.get("apache") ?? []);
