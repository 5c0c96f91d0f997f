/** Small islands over pages that work without them: each starts only where its elements stand. */
import { liveNetwork } from "./network";
import { linkReader } from "./reader";
import { reviewByKeyboard } from "./review";
import { slideDates, slideWindow } from "./slider";

linkReader(document);
reviewByKeyboard(document);
slideDates(document);
slideWindow(document);
liveNetwork(document);
