package com.example.lab.standin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;

import com.example.lab.event.Event;
import com.example.lab.process.Threads;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * Delivers the lines of a log to a bucket as compressed files: each five minutes
 * (shortened by the clock) and at the end, a file for the lines since the last one.
 */
public final class LogDelivery implements AutoCloseable {

	private static final Duration INTERVAL = Duration.ofMinutes(5);

	private final String name;

	private final String log;

	private final LabContext lab;

	private final String bucket;

	private final Supplier<String> key;

	private final String head;

	private final Queue<String> lines = new ConcurrentLinkedQueue<>();

	private final ScheduledExecutorService writer;

	/**
	 * Begins.
	 * @param name the subject of events
	 * @param log what it is, such as {@code access log}
	 * @param lab whose LocalStack has the bucket
	 * @param bucket the name of the bucket
	 * @param key gives the key of a file that is about to be written
	 * @param head the first lines of each file; empty for none
	 */
	public LogDelivery(String name, String log, LabContext lab, String bucket, Supplier<String> key, String head) {
		this.name = name;
		this.log = log;
		this.lab = lab;
		this.bucket = bucket;
		this.key = key;
		this.head = head;
		this.writer = Executors.newSingleThreadScheduledExecutor(Threads.daemon(log.replace(' ', '-')));
		long nanos = lab.clock().shorten(INTERVAL).toNanos();
		this.writer.scheduleWithFixedDelay(this::write, nanos, nanos, TimeUnit.NANOSECONDS);
	}

	/**
	 * Adds a line to the next file.
	 * @param line without an end of line
	 */
	public void add(String line) {
		this.lines.add(line);
	}

	private synchronized void write() {
		StringBuilder text = new StringBuilder();
		for (String line = this.lines.poll(); line != null; line = this.lines.poll()) {
			text.append(line).append('\n');
		}
		if (text.isEmpty()) {
			return;
		}
		String file = this.key.get();
		try {
			this.lab.localStack()
				.s3()
				.putObject((request) -> request.bucket(this.bucket).key(file),
						RequestBody.fromBytes(zipped(this.head + text)));
		}
		catch (SdkException ex) {
			this.lab.events()
				.publish(Event.Kind.WARNING, this.name,
						"its %s was not written: %s".formatted(this.log, ex.getMessage()));
		}
	}

	private static byte[] zipped(String text) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
			zip.write(text.getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	@Override
	public void close() {
		this.writer.shutdownNow();
		write();
	}

}
