package com.example.postcards.web;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Goes on serving for a while after the application got the signal to stop. It reports
 * not ready from then on, but the load balancer sends requests until enough health checks
 * have failed, so the setting is longer than that takes. Only then does the web server
 * stop, with the requests under way.
 */
@Component
class Drain implements SmartLifecycle {

	private static final Logger log = LoggerFactory.getLogger(Drain.class);

	private final Duration wait;

	private volatile boolean running;

	Drain(@Value("${postcards.drain}") Duration wait) {
		this.wait = wait;
	}

	@Override
	public void start() {
		this.running = true;
	}

	// tag::drain[]
	@Override
	public void stop(Runnable callback) {
		log.atInfo().addKeyValue("seconds", this.wait.toSeconds()).log("Draining");
		CompletableFuture.delayedExecutor(this.wait.toMillis(), TimeUnit.MILLISECONDS).execute(() -> {
			stop();
			callback.run();
		});
	}
	// end::drain[]

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/** Before the web server, which stops in a lower one. */
	@Override
	public int getPhase() {
		return DEFAULT_PHASE;
	}

}
