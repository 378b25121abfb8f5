package com.example.lab.aws.elb;

import java.io.IOException;
import java.nio.channels.Channel;
import java.util.function.Consumer;

import io.undertow.client.ClientCallback;
import io.undertow.client.ClientConnection;
import io.undertow.client.ClientExchange;
import io.undertow.client.ClientRequest;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import io.undertow.util.Protocols;
import io.undertow.util.StatusCodes;
import io.undertow.util.Transfer;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelExceptionHandler;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.channels.StreamSourceChannel;

/**
 * One request on its way to a target and back. What a target does not answer is 502, or
 * 504 when it takes too long.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html">Troubleshoot
 * Application Load Balancers</a>
 */
final class Forwarding {

	/** For the access log. */
	static final AttachmentKey<Forwarding> KEY = AttachmentKey.create(Forwarding.class);

	private final Forwarder forwarder;

	private final HttpServerExchange exchange;

	private final long begun = System.nanoTime();

	private long sent;

	private long answered;

	private @Nullable Target target;

	private @Nullable ClientConnection connection;

	private @Nullable IdleTimer timer;

	private int targetStatus;

	private boolean requestDone;

	private boolean responseDone;

	private boolean over;

	Forwarding(Forwarder forwarder, HttpServerExchange exchange) {
		this.forwarder = forwarder;
		this.exchange = exchange;
	}

	void begin() {
		this.exchange.putAttachment(KEY, this);
		TargetGroup group = this.forwarder.group();
		Target chosen = group.running().choose(this, Stickiness.wanted(group.attributes(), this.exchange));
		if (chosen == null) {
			Actions.fail(this.exchange, StatusCodes.SERVICE_UNAVAILABLE);
			return;
		}
		this.target = chosen;
		this.exchange.addExchangeCompleteListener((ended, next) -> {
			end(chosen);
			next.proceed();
		});
		if (chosen.refusal() != null) {
			// AWS waits ten seconds for the connection first.
			fail(StatusCodes.GATEWAY_TIME_OUT);
			return;
		}
		this.timer = new IdleTimer(this.exchange, this.forwarder.idleTimeout(), () -> fail(
				this.exchange.isRequestComplete() ? StatusCodes.GATEWAY_TIME_OUT : StatusCodes.REQUEST_TIME_OUT));
		this.forwarder.connect(chosen, this.exchange, callback((made) -> send(chosen, made)));
	}

	/** Fails because its target is gone, at any time and from any thread. */
	void cut() {
		this.exchange.getIoThread().execute(() -> fail(StatusCodes.BAD_GATEWAY));
	}

	/**
	 * Refuses the request while its body comes.
	 * @return whether that was possible still
	 */
	boolean refuse(int status) {
		boolean possible = !this.over;
		this.exchange.setPersistent(false);
		fail(status);
		return possible;
	}

	@Nullable Target target() {
		return this.target;
	}

	String groupName() {
		return this.forwarder.group().fullName();
	}

	String groupArn() {
		return this.forwarder.group().ref();
	}

	/**
	 * The status of the target's response; 0 if there is none.
	 */
	int targetStatus() {
		return this.targetStatus;
	}

	/**
	 * The bytes of the request's body.
	 */
	long receivedBytes() {
		return (this.timer != null) ? this.timer.received() : 0;
	}

	/**
	 * How long sending, waiting and answering took, in seconds; -1 for what did not
	 * happen.
	 */
	double[] times() {
		long now = System.nanoTime();
		return new double[] { (this.sent != 0) ? (this.sent - this.begun) / 1e9 : -1,
				(this.answered != 0) ? (this.answered - this.sent) / 1e9 : -1,
				(this.answered != 0) ? (now - this.answered) / 1e9 : -1 };
	}

	private void send(Target to, ClientConnection made) {
		if (this.over) {
			this.forwarder.keep(to, made);
			return;
		}
		this.connection = made;
		ClientRequest request = new ClientRequest().setMethod(this.exchange.getRequestMethod())
			.setPath(path())
			.setProtocol(Protocols.HTTP_1_1);
		ForwardedHeaders.request(this.exchange, request.getRequestHeaders(), this.forwarder.secure(),
				this.forwarder.dropsInvalidHeaders(), this.forwarder.appendsClientAddress());
		this.sent = System.nanoTime();
		made.sendRequest(request, callback((begun) -> {
			begun.setResponseListener(callback((responding) -> answer(to, responding)));
			if (this.exchange.isRequestComplete()) {
				finish(begun.getRequestChannel());
				this.requestDone = true;
			}
			else {
				transfer(this.exchange.getRequestChannel(), begun.getRequestChannel(), () -> this.requestDone = true);
			}
		}));
	}

	private void answer(Target from, ClientExchange responding) {
		this.answered = System.nanoTime();
		this.targetStatus = responding.getResponse().getResponseCode();
		this.exchange.setStatusCode(this.targetStatus);
		this.exchange.setReasonPhrase(responding.getResponse().getStatus());
		ForwardedHeaders.copy(responding.getResponse().getResponseHeaders(), this.exchange.getResponseHeaders());
		Stickiness.tell(this.forwarder.group().attributes(), this.exchange, from);
		transfer(responding.getResponseChannel(), this.exchange.getResponseChannel(), () -> this.responseDone = true);
	}

	private void transfer(StreamSourceChannel from, StreamSinkChannel to, Runnable done) {
		ChannelExceptionHandler<Channel> handler = (channel, ex) -> fail(StatusCodes.BAD_GATEWAY);
		Transfer.initiateTransfer(from, to, ChannelListeners.closingChannelListener(), (sink) -> {
			done.run();
			finish(sink);
		}, handler, handler, this.exchange.getConnection().getByteBufferPool());
	}

	private void finish(StreamSinkChannel sink) {
		try {
			// The transfer left it awake: it would call again as long as nothing comes.
			sink.suspendWrites();
			sink.shutdownWrites();
			if (!sink.flush()) {
				sink.getWriteSetter()
					.set(ChannelListeners.flushingChannelListener((flushed) -> flushed.suspendWrites(),
							(channel, ex) -> fail(StatusCodes.BAD_GATEWAY)));
				sink.resumeWrites();
			}
		}
		catch (IOException ex) {
			fail(StatusCodes.BAD_GATEWAY);
		}
	}

	private void fail(int status) {
		if (this.over) {
			return;
		}
		this.over = true;
		IoUtils.safeClose(this.connection);
		if (this.exchange.isResponseChannelAvailable()) {
			Actions.fail(this.exchange, status);
		}
		else {
			IoUtils.safeClose(this.exchange.getConnection());
			this.exchange.endExchange();
		}
	}

	private void end(Target from) {
		this.over = true;
		if (this.timer != null) {
			this.timer.stop();
		}
		ClientConnection used = this.connection;
		if (used != null && this.requestDone && this.responseDone) {
			this.forwarder.keep(from, used);
		}
		else {
			IoUtils.safeClose(used);
		}
		this.forwarder.group().running().ended(from, this);
	}

	private String path() {
		String query = this.exchange.getQueryString();
		return Conditions.path(this.exchange) + (query.isEmpty() ? "" : "?" + query);
	}

	private <T> ClientCallback<T> callback(Consumer<T> completed) {
		return new ClientCallback<>() {

			@Override
			public void completed(T result) {
				completed.accept(result);
			}

			@Override
			public void failed(IOException ex) {
				fail(StatusCodes.BAD_GATEWAY);
			}

		};
	}

}
