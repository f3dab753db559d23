package io.privatesmtp.delivery.egress;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.socksx.v5.DefaultSocks5CommandResponse;
import io.netty.handler.codec.socksx.v5.DefaultSocks5InitialResponse;
import io.netty.handler.codec.socksx.v5.DefaultSocks5PasswordAuthResponse;
import io.netty.handler.codec.socksx.v5.Socks5AddressType;
import io.netty.handler.codec.socksx.v5.Socks5AuthMethod;
import io.netty.handler.codec.socksx.v5.Socks5CommandRequest;
import io.netty.handler.codec.socksx.v5.Socks5CommandRequestDecoder;
import io.netty.handler.codec.socksx.v5.Socks5CommandStatus;
import io.netty.handler.codec.socksx.v5.Socks5CommandType;
import io.netty.handler.codec.socksx.v5.Socks5InitialRequest;
import io.netty.handler.codec.socksx.v5.Socks5InitialRequestDecoder;
import io.netty.handler.codec.socksx.v5.Socks5Message;
import io.netty.handler.codec.socksx.v5.Socks5PasswordAuthRequest;
import io.netty.handler.codec.socksx.v5.Socks5PasswordAuthRequestDecoder;
import io.netty.handler.codec.socksx.v5.Socks5PasswordAuthStatus;
import io.netty.handler.codec.socksx.v5.Socks5ServerEncoder;
import io.netty.util.NetUtil;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import io.privatesmtp.bus.Ip;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who stands at the door, and what they ask for (RFC 1928, RFC 1929). The password is over the target, which is said after
 * it: so every password is taken, and judged with the request.
 */
final class DoorVisitor extends ChannelInboundHandlerAdapter {
    /** What the visitor is led to. */
    interface Host {
        @Nullable
        Refusal refusal(String source, String password, Endpoint target);

        void connect(DoorVisitor visitor, Channel channel, String source, Endpoint target);

        void refused(Refusal reason, Channel visitor, String detail);
    }

    private final Host host;
    private final Duration patience;
    private @Nullable ScheduledFuture<?> deadline;
    private @Nullable Socks5PasswordAuthRequest who;
    private boolean decided;

    private DoorVisitor(Host host, Duration patience) {
        this.host = host;
        this.patience = patience;
    }

    static void prepare(Channel visitor, Host host, Duration patience) {
        visitor.pipeline()
                .addLast(Socks5ServerEncoder.DEFAULT)
                .addLast(new Socks5InitialRequestDecoder())
                .addLast(new DoorVisitor(host, patience));
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        deadline = ctx.executor()
                .schedule(
                        () -> refuse(ctx.channel(), Refusal.SLOW, "no request in time"),
                        patience.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object read) {
        try {
            if (decided) {
                // No worker speaks before the server's greeting.
                host.refused(Refusal.PROTOCOL, ctx.channel(), "speaks out of turn");
                ctx.close();
            } else if (!(read instanceof Socks5Message message)
                    || message.decoderResult().isFailure()) {
                refuse(ctx.channel(), Refusal.PROTOCOL, "not what a worker says");
            } else {
                heard(ctx, message);
            }
        } finally {
            ReferenceCountUtil.release(read);
        }
    }

    private void heard(ChannelHandlerContext ctx, Socks5Message message) {
        switch (message) {
            case Socks5InitialRequest hello
            when hello.authMethods().contains(Socks5AuthMethod.PASSWORD) -> {
                ctx.pipeline().addFirst(new Socks5PasswordAuthRequestDecoder());
                ctx.writeAndFlush(new DefaultSocks5InitialResponse(Socks5AuthMethod.PASSWORD));
            }
            case Socks5PasswordAuthRequest auth -> {
                who = auth;
                ctx.pipeline().addFirst(new Socks5CommandRequestDecoder());
                ctx.writeAndFlush(new DefaultSocks5PasswordAuthResponse(Socks5PasswordAuthStatus.SUCCESS));
            }
            case Socks5CommandRequest request when who != null -> requested(ctx.channel(), who, request);
            default -> refuse(ctx.channel(), Refusal.PROTOCOL, "not what a worker says");
        }
    }

    private void requested(Channel channel, Socks5PasswordAuthRequest visitor, Socks5CommandRequest request) {
        if (request.type() != Socks5CommandType.CONNECT || request.dstAddrType() == Socks5AddressType.DOMAIN) {
            refuse(channel, Refusal.PROTOCOL, "asked for something else than a connection to an address");
            return;
        }
        String host = NetUtil.isValidIpV4Address(request.dstAddr())
                ? request.dstAddr()
                : Ip.canonical("target", request.dstAddr());
        Endpoint target = new Endpoint(host, request.dstPort());
        Refusal refusal = this.host.refusal(visitor.username(), visitor.password(), target);
        if (refusal != null) {
            // A stranger's words do not go into the log.
            boolean stranger = refusal == Refusal.SECRET;
            refuse(channel, refusal, stranger ? "" : "from " + visitor.username() + " to " + target);
            return;
        }
        decided = true;
        cancelDeadline();
        channel.config().setAutoRead(false);
        this.host.connect(this, channel, visitor.username(), target);
    }

    void refuse(Channel channel, Refusal reason, String detail) {
        host.refused(reason, channel, detail);
        fail(channel, reason.status());
    }

    /** Answers and closes; what the visitor says meanwhile is not read. */
    void fail(Channel channel, Socks5CommandStatus status) {
        decided = true;
        cancelDeadline();
        channel.config().setAutoRead(false);
        channel.writeAndFlush(new DefaultSocks5CommandResponse(status, Socks5AddressType.IPv4))
                .addListener(ChannelFutureListener.CLOSE);
    }

    /** Says from where the connection leaves, and steps aside. */
    void opened(Channel channel, InetSocketAddress bound) {
        Endpoint from = Endpoint.of(bound);
        Socks5AddressType type =
                bound.getAddress().getAddress().length == 4 ? Socks5AddressType.IPv4 : Socks5AddressType.IPv6;
        channel.writeAndFlush(
                new DefaultSocks5CommandResponse(Socks5CommandStatus.SUCCESS, type, from.host(), from.port()));
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.remove(Socks5CommandRequestDecoder.class);
        pipeline.remove(Socks5PasswordAuthRequestDecoder.class);
        pipeline.remove(Socks5InitialRequestDecoder.class);
        pipeline.remove(Socks5ServerEncoder.class);
        pipeline.remove(this);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            ctx.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        cancelDeadline();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    private void cancelDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }
}
