package org.numakerbench.uart.learn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.secret.SecretText;
import org.numakerbench.uart.DescriptionCheck;
import org.numakerbench.uart.TerminalLog;
import org.numakerbench.uart.TerminalLogException;

/** Proposes a description of the firmware that printed some captures. */
public final class Learner {
    /** What gets in another line's way is parted a few times, and what is not recognised written out. */
    private static final int ROUNDS = 8;
    /** So many lines that nothing else takes are written out; where there are more, they are noise. */
    private static final int MOST_EXACT = 100;

    private final FirmwareDescription base;
    private final SecretText secrets;

    /**
     * A description, as far as captures tell.
     *
     * @param description sound by {@link DescriptionCheck}
     * @param decide what a person has to look at, of the whole and of each of its lines
     * @param lines of the captures that the base did not know
     * @param unrecognised lines of the captures that are still none: noise
     */
    public record Learned(FirmwareDescription description, Decide decide, int lines, int unrecognised) {}

    /**
     * What a person has to look at.
     *
     * @param whole of the description as a whole
     * @param lines of each of its lines, in their order
     * @param expected names of the lines that every capture has once, in this order: a good boot may have to print them
     */
    public record Decide(List<String> whole, List<List<String>> lines, List<String> expected) {}

    /**
     * @param base description that it extends; null: nothing is known
     * @param secrets what must not stand in the description
     */
    public Learner(@Nullable String base, SecretText secrets) {
        this.base = new FirmwareDescription(null, base, null, null, List.of(), List.of());
        this.secrets = secrets;
    }

    /**
     * What these captures have in common; empty when they have no line that is not known.
     *
     * @throws TerminalLogException when one has something in front of its lines that is not known
     */
    public Optional<Learned> learn(List<byte[]> captures) throws TerminalLogException {
        Sightings sightings = new Sightings(base, secrets, Lexer::tokens);
        for (byte[] capture : captures) {
            boolean nothingKnown = base.base() == null;
            sightings.read(nothingKnown ? TerminalLog.bare(capture) : new TerminalLog(base).all(capture));
        }
        sightings.end();
        List<Template> templates = new ArrayList<>(Merging.of(sightings.byKey()));
        Proposal proposal = sound(templates, sightings);
        for (int round = 0; round < ROUNDS; round++) {
            if (!proposal.isWhole()) {
                return Optional.empty();
            }
            Sightings rest = unrecognised(captures, proposal.description());
            List<Template> exact = rest.byKey().values().stream()
                    .filter(it -> Row.of(it, new Names()).isPresent())
                    .toList();
            if (exact.isEmpty() || exact.size() > MOST_EXACT || round == ROUNDS - 1) {
                return Optional.of(
                        new Learned(proposal.description(), proposal.decide(), sightings.lines(), rest.lines()));
            }
            templates.addAll(exact);
            proposal = sound(templates, sightings);
        }
        return Optional.empty();
    }

    private Proposal sound(List<Template> templates, Sightings sightings) {
        Proposal proposal = new Proposal(base, templates, sightings);
        for (int round = 0; round < ROUNDS && proposal.isWhole() && proposal.part(); round++) {
            proposal = new Proposal(base, templates, sightings);
        }
        return proposal;
    }

    /** What a description does not know of captures, each line in its very words. */
    private Sightings unrecognised(List<byte[]> captures, FirmwareDescription description) throws TerminalLogException {
        Sightings rest = new Sightings(description, secrets, it -> List.of(new Token(Token.Kind.WORDS, it)));
        for (byte[] capture : captures) {
            rest.read(new TerminalLog(description).all(capture));
        }
        rest.end();
        return rest;
    }
}
