package org.numakerbench.report.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * What a page shows of a list that may be endless: its beginning and its end, and how many are left out between them.
 *
 * @param leftOut 0 when all is shown, in {@code head} then
 */
public record Fold<T>(List<T> head, int leftOut, List<T> tail) {
    public Fold {
        head = List.copyOf(head);
        tail = List.copyOf(tail);
    }

    /** Of the room, a quarter is for the end. */
    private static final int TAIL_SHARE = 4;

    /**
     * @param show makes what is shown of one; asked for those that are shown alone, and two more
     * @param weight characters it takes on the page
     * @param room characters there are
     */
    static <S, T> Fold<T> of(List<S> all, Function<S, T> show, ToIntFunction<T> weight, int room) {
        List<T> head = new ArrayList<>();
        int at = 0;
        long left = room - room / TAIL_SHARE;
        while (at < all.size()) {
            T next = show.apply(all.get(at));
            left -= weight.applyAsInt(next);
            if (left < 0) {
                break;
            }
            head.add(next);
            at++;
        }
        List<T> tail = new ArrayList<>();
        int end = all.size();
        left = room / TAIL_SHARE;
        while (end > at) {
            T next = show.apply(all.get(end - 1));
            left -= weight.applyAsInt(next);
            if (left < 0) {
                break;
            }
            tail.add(next);
            end--;
        }
        Collections.reverse(tail);
        return new Fold<>(head, end - at, tail);
    }

    /** How many characters a text takes in HTML, where some become entities. */
    static int inHtml(String text) {
        int length = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            length += c == '<' || c == '>' || c == '&' || c == '"' || c == '\'' ? 4 : c > '~' ? 2 : 0;
        }
        return length;
    }

    /** All there would be. */
    public int total() {
        return head.size() + leftOut + tail.size();
    }
}
