package org.numakerbench.web.page;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.numakerbench.lab.LabException;
import org.numakerbench.lab.LabView;
import org.numakerbench.lab.LabView.BoardNow;
import org.numakerbench.secret.CleanRecords;
import org.numakerbench.secret.OwnSecrets;
import org.numakerbench.text.SafeText;

/** A lab as it is at one moment, as pieces of pages: element ID and HTML of each, in the order of the front page. */
public final class LabNow {
    /** Piece that tells why there is nothing else. */
    public static final String TROUBLE = "trouble";
    /** Pieces of the front page. */
    public static final List<String> FRONT = List.of(TROUBLE, "boards", "nights", "queue", "remarks");

    private static final int NIGHTS = 6;
    private static final int QUEUE = 100;
    private static final int REMARKS = 20;

    private LabNow() {}

    /** Reads it, and prints it. */
    public static Map<String, String> read(LabView lab) throws LabException {
        // Every host has written into it.
        CleanRecords clean = new CleanRecords(OwnSecrets.text());
        List<BoardNow> boards = clean.clean(lab.boards());
        Map<String, String> pieces = new LinkedHashMap<>();
        pieces.put(TROUBLE, trouble(""));
        pieces.put(
                "boards",
                Pages.piece("lab-boards", boards.stream().map(BoardCard::of).toList()));
        pieces.put(
                "nights",
                Pages.piece(
                        "lab-nights",
                        clean.clean(lab.nights(NIGHTS)).stream()
                                .map(NightCard::of)
                                .toList()));
        Map<String, String> benches = new HashMap<>();
        boards.stream().filter(it -> it.run() != null).forEach(it -> benches.put(it.run(), it.bench()));
        List<LabView.QueuedItem> queue = clean.clean(lab.queue(QUEUE + 1));
        pieces.put(
                "queue",
                Pages.piece(
                        "lab-queue",
                        new Queue(
                                queue.stream()
                                        .limit(QUEUE)
                                        .map(it -> QueueRow.of(it, benches.get(it.run())))
                                        .toList(),
                                queue.size() > QUEUE)));
        pieces.put(
                "remarks",
                Pages.piece(
                        "lab-remarks",
                        clean.clean(lab.remarks(REMARKS)).stream()
                                .map(RemarkRow::of)
                                .toList()));
        boards.forEach(it -> pieces.put(board(it.bench(), it.board()), Pages.piece("board-now", BoardCard.of(it))));
        return pieces;
    }

    /** @param more whether not all are shown */
    public record Queue(List<QueueRow> rows, boolean more) {}

    /** Key of the piece that shows one board alone. */
    public static String board(String bench, String board) {
        return "board " + bench + "/" + board;
    }

    /** @param words empty: there is none */
    public static String trouble(String words) {
        return Pages.piece("lab-trouble", SafeText.line(words));
    }
}
