/** Small islands over pages that work without them: each starts only where its elements stand. */
import { editCodebook } from "./codebook";
import { reviewOneByOne } from "./desk";
import { watchRuns } from "./live";
import { liveNetwork } from "./network";
import { linkReader } from "./reader";
import { reviewByKeyboard } from "./review";
import { selectWords } from "./select";
import { copyFields } from "./share";
import { slideDates, slideWindow } from "./slider";

linkReader(document);
reviewByKeyboard(document);
reviewOneByOne(document);
selectWords(document);
copyFields(document);
slideDates(document);
slideWindow(document);
liveNetwork(document);
editCodebook(document);
watchRuns(document);
