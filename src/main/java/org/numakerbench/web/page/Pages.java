package org.numakerbench.web.page;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.numakerbench.report.HtmlText;

/** Pages and pieces of them as text, from the templates in {@code src/main/jte/web/page}. Escaping is the template engine's. */
public final class Pages {
    private Pages() {}

    private static String render(String template, Map<String, @Nullable Object> model) {
        return HtmlText.of("web/page/" + template + ".jte", model);
    }

    /** A whole page with one model. */
    public static String page(String template, Layout layout, Object page) {
        return render(template, Map.of("layout", layout, "page", page));
    }

    /** A piece of a page that changes while somebody looks. */
    public static String piece(String template, Object piece) {
        return render(template, Map.of("piece", piece));
    }

    /** What is new of a run. */
    public static String runRows(@Nullable RunHead head, List<StepRow> steps, List<WireRow> wire) {
        Map<String, @Nullable Object> model = new HashMap<>();
        model.put("head", head);
        model.put("steps", steps);
        model.put("wire", wire);
        return render("run-rows", model);
    }

    /** Something went wrong, or is not there. */
    public static String error(Layout layout, ErrorPage error) {
        return page("error", layout, error);
    }
}
