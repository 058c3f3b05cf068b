package org.numakerbench.web;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.vertx.core.transport.Transport;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Java's own sockets, each told of as soon as it is accepted. Vert.x tells of a connection when its TLS handshake is over,
 * and those that never finish one are to be counted, too.
 */
final class AcceptingTransport implements Transport, io.vertx.core.spi.transport.Transport {
    private static final io.vertx.core.spi.transport.Transport NIO = Transport.NIO.implementation();

    private final Consumer<Channel> accepted;

    /** @param accepted called on the accepting thread, before anything is read from the connection */
    AcceptingTransport(Consumer<Channel> accepted) {
        this.accepted = accepted;
    }

    private final class Listening extends NioServerSocketChannel {
        @Override
        protected int doReadMessages(List<Object> connections) throws Exception {
            int before = connections.size();
            int count = super.doReadMessages(connections);
            connections.subList(before, connections.size()).forEach(it -> accepted.accept((Channel) it));
            return count;
        }
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
        return domainSocket ? NIO.serverChannelFactory(true) : Listening::new;
    }

    @Override
    public String name() {
        return "nio";
    }

    @Override
    public boolean available() {
        return true;
    }

    @Override
    public @Nullable Throwable unavailabilityCause() {
        return NIO.unavailabilityCause();
    }

    @Override
    public io.vertx.core.spi.transport.Transport implementation() {
        return this;
    }

    @Override
    public IoHandlerFactory ioHandlerFactory() {
        return NIO.ioHandlerFactory();
    }

    @Override
    @SuppressWarnings("deprecation") // As the interface has it.
    public DatagramChannel datagramChannel(InternetProtocolFamily family) {
        return NIO.datagramChannel(family);
    }

    @Override
    public ChannelFactory<? extends DatagramChannel> datagramChannelFactory() {
        return NIO.datagramChannelFactory();
    }

    @Override
    public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
        return NIO.channelFactory(domainSocket);
    }
}
