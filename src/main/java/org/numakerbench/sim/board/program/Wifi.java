package org.numakerbench.sim.board.program;

import java.net.Socket;
import org.jspecify.annotations.Nullable;
import org.numakerbench.sim.board.esp8266.Air;
import org.numakerbench.sim.board.esp8266.AtDriver;
import org.numakerbench.sim.board.esp8266.DriverTimeouts;
import org.numakerbench.sim.board.esp8266.EspSocket;
import org.numakerbench.sim.board.esp8266.ModuleTraits;
import org.numakerbench.sim.board.esp8266.TcpRadio;
import org.numakerbench.sim.board.esp8266.Ticker;
import org.numakerbench.sim.board.image.VirtualImage;
import org.numakerbench.sim.board.wire.HaltLine;
import org.numakerbench.sim.board.wire.Uart;

/** Wi-Fi by an ESP8266 on the board's second UART. */
final class Wifi implements Network {
    private static final String DEBUG = "MBED_CONF_EASY_CONNECT_WIFI_ESP8266_DEBUG";

    private final Ticker ticker;
    private final AtDriver driver;

    Wifi(VirtualImage image, ModuleTraits traits, Air air, Uart uart, HaltLine halt) {
        boolean debug = !image.macros().getOrDefault(DEBUG, "0").matches("0|false");
        this.ticker = new Ticker() {
            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public void sleepUntil(long nanos) {
                halt.sleepUntil(nanos);
            }
        };
        this.driver = new AtDriver(
                ticker, new TcpRadio(ticker, air, halt::owns), traits, DriverTimeouts.of(image.macros()), line -> {
                    if (debug) {
                        uart.print("%s\n", line);
                    }
                });
    }

    @Override
    public boolean up() {
        return driver.join("virtual", "a virtual secret");
    }

    @Override
    public @Nullable Socket connect(String host, int port) {
        return EspSocket.connect(ticker, driver, host, port);
    }

    @Override
    public void end(Socket socket, boolean shaken) {
        EspSocket esp = (EspSocket) socket;
        if (shaken) {
            esp.retryUnsent();
        }
        esp.end();
    }
}
