package org.numakerbench.web.page;

import java.util.List;

/**
 * One board.
 *
 * @param now the piece that shows what it does
 */
public record BoardPage(String bench, String board, String href, String now, List<RunRowFound> last) {
    public BoardPage {
        last = List.copyOf(last);
    }
}
