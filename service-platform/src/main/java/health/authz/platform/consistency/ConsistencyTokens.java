package health.authz.platform.consistency;

import health.authz.events.TenantId;
import health.authz.platform.web.Cursors;
import health.authz.platform.web.ProblemException;
import health.authz.platform.web.Problems;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes tokens opaque, and refuses those that no service made or that are another organisation's. */
public final class ConsistencyTokens {
    /** Header of an answer to a change. */
    public static final String HEADER = "Authz-Consistency";
    /** Parameter of whoever reads after it. */
    public static final String PARAMETER = "consistentWith";

    private static final Pattern WRITTEN = Pattern.compile("([^ ]+) E(\\d{1,18}) O(\\d{1,18}) (.+)");
    private final Cursors signing;

    /** @param secret of all services; tokens are signed with another key than cursors, so that neither passes for the other */
    public ConsistencyTokens(String secret) {
        signing = new Cursors(secret + "/consistency");
    }

    public String write(ConsistencyToken token) {
        return signing.sign(token.service() + " E" + token.events() + " O" + token.outbox() + " " + token.tenant());
    }

    /** @throws ProblemException 400 if no service made it for this organisation */
    public ConsistencyToken read(String token, TenantId tenant) {
        String text;
        try {
            text = signing.verify(token);
        } catch (ProblemException altered) {
            throw bad();
        }
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches() || !written.group(4).equals(tenant.value())) {
            throw bad();
        }
        return new ConsistencyToken(
                written.group(1), tenant, Long.parseLong(written.group(2)), Long.parseLong(written.group(3)));
    }

    private static ProblemException bad() {
        return Problems.badRequest(
                "bad-consistency-token",
                PARAMETER + ": this is no value of " + HEADER + " of your organisation. Send one as it came, or none.");
    }
}
