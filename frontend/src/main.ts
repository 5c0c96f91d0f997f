/** Small islands over pages that work without them: each starts only where its elements stand. */
import { reviewOneByOne } from "./desk";
import { linkReader } from "./reader";
import { reviewByKeyboard } from "./review";
import { selectWords } from "./select";
import { slideDates } from "./slider";

linkReader(document);
reviewByKeyboard(document);
reviewOneByOne(document);
selectWords(document);
slideDates(document);
