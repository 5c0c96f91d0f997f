/** Small islands over pages that work without them: each starts only where its elements stand. */
import { linkReader } from "./reader";
import { reviewByKeyboard } from "./review";
import { slideDates } from "./slider";

linkReader(document);
reviewByKeyboard(document);
slideDates(document);
