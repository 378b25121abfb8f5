package com.example.lab.box;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;

/** One log file of the CloudWatch agent, and how much of it has been sent. */
final class LogFile {

	/**
	 * Bytes; far below the megabyte that one call may carry with 26 bytes for each line.
	 */
	private static final int BATCH = 200_000;

	private final Path path;

	private final String group;

	private final String stream;

	private long sent;

	private boolean streamThere;

	LogFile(Path path, String group, String stream) {
		this.path = path;
		this.group = group;
		this.stream = stream;
	}

	Path path() {
		return this.path;
	}

	/**
	 * Sends the next lines, if there are any.
	 */
	boolean sendNext(CloudWatchLogsClient logs) {
		byte[] next = read();
		int end = lastLineEnd(next);
		if (end == 0) {
			return false;
		}
		if (!this.streamThere) {
			makeStream(logs);
		}
		long now = Instant.now().toEpochMilli();
		List<InputLogEvent> events = new String(next, 0, end, StandardCharsets.UTF_8).lines()
			.filter((line) -> !line.isBlank())
			.map((line) -> InputLogEvent.builder().timestamp(now).message(line).build())
			.toList();
		logs.putLogEvents((request) -> request.logGroupName(this.group).logStreamName(this.stream).logEvents(events));
		this.sent += end;
		return true;
	}

	/**
	 * A file that has become shorter was truncated: it is read from its beginning.
	 */
	private byte[] read() {
		if (!Files.exists(this.path)) {
			return new byte[0];
		}
		try (RandomAccessFile file = new RandomAccessFile(this.path.toFile(), "r")) {
			if (file.length() < this.sent) {
				this.sent = 0;
			}
			byte[] bytes = new byte[(int) Math.min(BATCH, file.length() - this.sent)];
			file.seek(this.sent);
			file.readFully(bytes);
			return bytes;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static int lastLineEnd(byte[] bytes) {
		int end = bytes.length;
		while (end > 0 && bytes[end - 1] != '\n') {
			end--;
		}
		// A line longer than a batch is cut, as the agent does.
		return (end == 0 && bytes.length == BATCH) ? BATCH : end;
	}

	private void makeStream(CloudWatchLogsClient logs) {
		try {
			logs.createLogStream((request) -> request.logGroupName(this.group).logStreamName(this.stream));
		}
		catch (ResourceAlreadyExistsException ex) {
			// An instance before this one, with the same disk or the same name.
		}
		this.streamThere = true;
	}

}
