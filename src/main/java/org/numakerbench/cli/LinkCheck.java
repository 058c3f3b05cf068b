package org.numakerbench.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.numakerbench.bench.BoardDrivers;
import org.numakerbench.bench.RunPlans;
import org.numakerbench.board.DriverException;
import org.numakerbench.board.serial.SerialException;
import org.numakerbench.board.serial.SerialLink;
import org.numakerbench.doctor.Diagnosis;
import org.numakerbench.doctor.Diagnosis.Level;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.files.FileFailure;
import org.numakerbench.profile.Profile;
import org.numakerbench.profile.Profile.BoardProfile;
import org.numakerbench.profile.Profile.LinkProfile;
import org.numakerbench.sim.net.FaultSchedule;
import org.numakerbench.sim.net.FaultyLink;
import org.numakerbench.sim.net.LinkEvent;

/** Whether a board's connections really come through the bench: it is reset, and the link waits for it. */
final class LinkCheck {
    private final Profile profile;
    private final Duration patience;

    /** @param patience from the reset to the first connection: a module may take long to join its network */
    LinkCheck(Profile profile, Duration patience) {
        this.profile = profile;
        this.patience = patience;
    }

    List<Diagnosis> all() throws InterruptedException {
        List<Diagnosis> found = new ArrayList<>();
        for (BoardProfile board : profile.boards()) {
            if (board.link().isPresent()) {
                found.add(check(board, board.link().get()));
            }
        }
        if (found.isEmpty()) {
            found.add(new Diagnosis(
                    Level.WARNING,
                    profile.file().toString(),
                    "no board has a link, so that no connection can be disturbed",
                    "add link: {address: ...} to a board, if experiments are wanted"));
        }
        return found;
    }

    private Diagnosis check(BoardProfile board, LinkProfile link) throws InterruptedException {
        String place = link.address() + ":" + link.port();
        String host = profile.cloud().endpoint().orElse("localhost");
        CompletableFuture<String> came = new CompletableFuture<>();
        try (FaultyLink listening = FaultyLink.open(
                new InetSocketAddress(link.address(), link.port()),
                host,
                profile.cloud().mqttPort(),
                FaultSchedule.NONE,
                event -> {
                    if (event instanceof LinkEvent.Opened it) {
                        came.complete(it.client());
                    }
                })) {
            reset(board);
            String client = came.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return new Diagnosis(
                    Level.OK, board.name(), "its connection came through " + place + ", from " + client, "");
        } catch (SerialException | DriverException cannotReset) {
            return broken(
                    board, "it could not be reset: " + cannotReset.getMessage(), "see bench doctor without --link");
        } catch (IOException cannotListen) {
            return broken(
                    board,
                    "nobody can listen at " + place + ": " + FileFailure.words(cannotListen),
                    "give an address of this host and a port that is free; ports below 1024 need rights");
        } catch (TimeoutException never) {
            return broken(
                    board,
                    "no connection came through " + place + " within " + patience.toSeconds() + " s of its reset",
                    "let the board's network resolve " + host + " to " + link.address()
                            + " (dnsmasq: address=/" + host + "/" + link.address()
                            + "), and see with bench console that its firmware runs");
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Diagnosis broken(BoardProfile board, String what, String remedy) {
        return new Diagnosis(Level.BROKEN, board.name(), what, remedy);
    }

    private static void reset(BoardProfile board) throws SerialException, DriverException, InterruptedException {
        BoardDrivers hands = RunPlans.hands(board, null);
        SerialLink.Listener deaf = new SerialLink.Listener() {
            @Override
            public void received(Bytes bytes) {}

            @Override
            public void settingsRepaired(String detail) {}

            @Override
            public void gone(String reason) {}
        };
        try (SerialLink serial = hands.opener().open(hands.port(), hands.baud(), deaf)) {
            hands.reset(serial, fact -> {});
        }
    }
}
