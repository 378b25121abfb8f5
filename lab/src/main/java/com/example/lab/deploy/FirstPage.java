package com.example.lab.deploy;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.stage.WorkshopException;

/**
 * Waits for the first page at a public address. A stack can be complete long before: no
 * Lightsail instance signals CloudFormation that it has booted.
 */
public final class FirstPage {

	private static final Duration LIMIT = Duration.ofMinutes(15);

	private static final Duration PAUSE = Duration.ofSeconds(5);

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final Duration limit;

	private final Duration pause;

	private final Events events;

	/**
	 * Waits a quarter of an hour at most.
	 * @param events gets the progress
	 */
	public FirstPage(Events events) {
		this(LIMIT, PAUSE, events);
	}

	FirstPage(Duration limit, Duration pause, Events events) {
		this.limit = limit;
		this.pause = pause;
		this.events = events;
	}

	/**
	 * Waits.
	 * @param url the address
	 * @param target what was deployed there
	 * @throws WorkshopException if no page comes in time; says where to look
	 */
	public void await(String url, Target target) {
		HttpClient client = HttpClient.newBuilder()
			.connectTimeout(PAUSE)
			.followRedirects(HttpClient.Redirect.NORMAL)
			.build();
		long begin = System.nanoTime();
		long told = begin;
		String state = look(client, url);
		while (!state.isEmpty()) {
			long now = System.nanoTime();
			if (now - begin > this.limit.toNanos()) {
				throw new WorkshopException(
						"%s does not respond after %d s (%s). The stage is deployed and costs money. The server's log shows the reason: for a box of Lightsail in /var/log/cloud-init-output.log (AWS console: open port 22 for its browser, then Connect using SSH), for an EC2 instance in /var/log/cfn-init.log (Session Manager). Try again with %s, or delete the stage with %s."
							.formatted(url, this.limit.toSeconds(), state, target.command("deploy"),
									target.command("destroy")));
			}
			if (told == begin || now - told > PATIENCE.toNanos()) {
				told = now;
				this.events.publish(Event.Kind.PROGRESS, Events.LAB,
						"Waiting for the first page at %s: %s".formatted(url, state));
			}
			LockSupport.parkNanos(this.pause.toNanos());
			state = look(client, url);
		}
	}

	/**
	 * Looks once.
	 * @return why there is no page; empty if there is one
	 */
	private static String look(HttpClient client, String url) {
		try {
			int status = client
				.send(HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build(),
						HttpResponse.BodyHandlers.discarding())
				.statusCode();
			return (status == HttpURLConnection.HTTP_OK) ? "" : "it answers " + status;
		}
		catch (IOException ex) {
			return (ex.getMessage() != null) ? ex.getMessage() : ex.getClass().getSimpleName();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new WorkshopException("Interrupted while waiting for the first page");
		}
	}

}
