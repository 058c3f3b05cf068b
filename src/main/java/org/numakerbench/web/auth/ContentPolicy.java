package org.numakerbench.web.auth;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;

/** What a browser may load and run for a page: nothing but what is named. */
public final class ContentPolicy {
    /** For pages whose style and script are files of this server. */
    public static final String OWN = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static final Pattern STYLE = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL);
    private static final Pattern SCRIPT = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL);

    private ContentPolicy() {}

    /**
     * For a page that holds everything in itself: exactly the styles and scripts of {@code model} by their hashes.
     *
     * @param model the same page with nothing foreign in it, so that nothing foreign is ever allowed by its hash
     */
    public static String of(String model) {
        return "default-src 'none'; script-src " + hashes(SCRIPT, model) + "; style-src " + hashes(STYLE, model)
                + "; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    /** The same for a page that has no script: whatever may be in it, none runs. */
    public static String withoutScript(String page) {
        return "default-src 'none'; style-src " + hashes(STYLE, page)
                + "; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    private static String hashes(Pattern element, String page) {
        List<String> hashes = new ArrayList<>();
        Matcher matcher = element.matcher(page);
        while (matcher.find()) {
            // Browsers hash what they read, and they read every line end as one character.
            String read = matcher.group(1).replace("\r\n", "\n").replace('\r', '\n');
            hashes.add("'sha256-" + Base64.getEncoder().encodeToString(DigestUtils.sha256(read)) + "'");
        }
        return hashes.isEmpty() ? "'none'" : String.join(" ", hashes);
    }
}
