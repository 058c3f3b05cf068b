package org.numakerbench.cloud.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.numakerbench.cloud.policy.Decision.Answer;
import org.numakerbench.firmware.Identity;

/** A written policy allows every need of its owner, whatever the names are, and nothing of anybody else's. */
class PolicyWriterPropertyIT {
    @Provide
    Arbitrary<Identity> identities() {
        Arbitrary<String> names = Arbitraries.strings()
                .withChars('a', 'Z', '0', '*', '?', '$', '{', '}', '-', ' ', '.')
                .ofMinLength(1)
                .ofMaxLength(12);
        Arbitrary<String> things = Arbitraries.strings()
                .alpha()
                .numeric()
                .withChars(':', '_', '-')
                .ofMinLength(1)
                .ofMaxLength(30);
        return Combinators.combine(things, names, names, names)
                .as((thing, client, one, two) -> new Identity(thing, client, one + "/" + two, one + "/+"));
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void allows_what_is_needed_and_nothing_else(
            @ForAll("identities") Identity own, @ForAll("identities") Identity other) throws PolicyException {
        List<Need> needs = RunNeeds.ofDevice(own, List.of("mqtt", "https"));
        List<PolicyDocument> policies = new ArrayList<>();
        for (String document : PolicyWriter.write(needs, "eu-west-1", "123456789012")) {
            assertThat(document.replaceAll("\\s", "").length()).isLessThanOrEqualTo(PolicyDocument.MOST_CHARACTERS);
            policies.add(PolicyDocument.parse(document));
        }

        for (Need need : needs) {
            assertThat(allows(policies, need)).as(need.toString()).isTrue();
        }
        for (Need foreign : RunNeeds.ofDevice(other, List.of("mqtt", "https"))) {
            boolean own2 = needs.stream()
                    .anyMatch(it -> it.action().equals(foreign.action())
                            && it.resource().equals(foreign.resource()));
            assertThat(allows(policies, foreign)).as(foreign.toString()).isEqualTo(own2);
        }
        for (Need watching : RunNeeds.ofWitness(own, "somebody else's witness", List.of())) {
            boolean shared = needs.stream()
                    .anyMatch(it -> it.action().equals(watching.action())
                            && it.resource().equals(watching.resource()));
            assertThat(allows(policies, watching)).as(watching.toString()).isEqualTo(shared);
        }
    }

    private static boolean allows(List<PolicyDocument> policies, Need need) {
        return policies.stream()
                .anyMatch(it -> it.decide(need, Optional.of("eu-west-1"), Optional.of("123456789012"))
                                .answer()
                        == Answer.ALLOWED);
    }
}
