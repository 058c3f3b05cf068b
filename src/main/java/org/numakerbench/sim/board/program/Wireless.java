package org.numakerbench.sim.board.program;

import org.numakerbench.sim.board.esp8266.Air;
import org.numakerbench.sim.board.esp8266.ModuleTraits;

/** A board's Wi-Fi module and the air around it. */
public record Wireless(ModuleTraits traits, Air air) {}
