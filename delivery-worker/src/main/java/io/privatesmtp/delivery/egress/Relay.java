package io.privatesmtp.delivery.egress;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.timeout.IdleStateEvent;

/**
 * One direction of a connection through a door: what arrives here is written there, as fast as the other side takes it.
 * Ends are passed on as they come: a half-closed side half-closes the other, a lost one closes it.
 */
final class Relay extends ChannelInboundHandlerAdapter {
    private final Channel other;

    Relay(Channel other) {
        this.other = other;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) {
        other.write(bytes);
        if (!other.isWritable()) {
            ctx.channel().config().setAutoRead(false);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        other.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        other.config().setAutoRead(ctx.channel().isWritable());
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            // Behind what is still to be written.
            other.writeAndFlush(Unpooled.EMPTY_BUFFER)
                    .addListener(written -> halfClosed((DuplexChannel) ctx.channel()));
        } else if (event instanceof IdleStateEvent) {
            reset(ctx.channel(), other);
        }
    }

    private void halfClosed(DuplexChannel here) {
        DuplexChannel there = (DuplexChannel) other;
        if (there.isInputShutdown() || !there.isActive()) {
            here.close();
            there.close();
        } else {
            there.shutdownOutput();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        other.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> other.close());
    }

    /** What was received before the reset is passed on: it may be the reply that says the message was taken. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    /** Both sides learn at once that nothing more can come: without the time-outs of a silent peer. */
    static void reset(Channel... sides) {
        for (Channel side : sides) {
            if (side.isActive()) {
                side.config().setOption(ChannelOption.SO_LINGER, 0);
            }
            side.close();
        }
    }
}
