import { SET_UPS } from "./set-ups/index.js";
import { describePage } from "./suite.js";

describePage("chains", SET_UPS.get("chains") ?? []);
