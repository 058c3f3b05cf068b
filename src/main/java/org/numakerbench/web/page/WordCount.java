package org.numakerbench.web.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.numakerbench.lab.night.ItemOutcome;

/** How many items ended with one word. */
public record WordCount(String word, String css, int count) {
    /** Gravest first. */
    static List<WordCount> of(Map<String, Integer> words) {
        List<WordCount> counts = new ArrayList<>();
        ItemOutcome[] all = ItemOutcome.values();
        for (int i = all.length - 1; i >= 0; i--) {
            Integer count = words.get(all[i].name());
            if (count != null && count > 0) {
                counts.add(new WordCount(all[i].name().replace('_', ' '), all[i].css(), count));
            }
        }
        return counts;
    }
}
