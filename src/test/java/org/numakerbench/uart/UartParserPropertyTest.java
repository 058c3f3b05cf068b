package org.numakerbench.uart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class UartParserPropertyTest {
    @Property(tries = 300)
    void chunksOfAnySizeGiveTheSameClaims(@ForAll("samples") String name, @ForAll long seed) {
        byte[] capture = Wire.sample(name);

        assertThat(inRandomChunks(capture, new Random(seed))).isEqualTo(UartParser.parse(capture));
    }

    @Property(tries = 500)
    void damagedSamplesLoseNoByteAndDoNotDependOnChunks(@ForAll("samples") String name, @ForAll long seed) {
        Random random = new Random(seed);
        byte[] capture = Mutation.of(Wire.sample(name), random);

        List<Claim> claims = UartParser.parse(capture);

        Wire.assertAllBytesAccountedFor(capture, claims);
        assertThat(inRandomChunks(capture, random)).isEqualTo(claims);
    }

    @Property(tries = 500)
    void anyBytesAreTakenAndAccountedFor(@ForAll byte[] capture) {
        Wire.claims(capture);
    }

    @Property(tries = 500)
    void anyMixtureOfTheFirmwaresWordsIsTakenAndAccountedFor(@ForAll long seed) {
        Wire.claims(Mutation.words(new Random(seed)));
    }

    @Provide
    Arbitrary<String> samples() {
        return Arbitraries.of(Wire.SAMPLES);
    }

    private static List<Claim> inRandomChunks(byte[] capture, Random random) {
        UartParser parser = new UartParser();
        List<Claim> claims = new ArrayList<>();
        int at = 0;
        while (at < capture.length) {
            int size = Math.min(capture.length - at, random.nextInt(random.nextBoolean() ? 5 : 200));
            claims.addAll(parser.accept(capture, at, size));
            at += size;
        }
        claims.addAll(parser.end());
        return claims;
    }
}
