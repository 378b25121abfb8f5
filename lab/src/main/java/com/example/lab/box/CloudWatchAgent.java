package com.example.lab.box;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import com.example.lab.event.Event;
import com.example.lab.process.Threads;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The CloudWatch agent of a box: sends what is appended to log files to CloudWatch Logs,
 * line by line. It knows log files only; anything else in its configuration stops it.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Agent-Configuration-File-Details.html">Its
 * configuration</a>
 */
final class CloudWatchAgent {

	static final String UNIT = "amazon-cloudwatch-agent.service";

	private static final String CONFIGURATION = "/opt/aws/amazon-cloudwatch-agent/etc/amazon-cloudwatch-agent.json";

	private static final List<String> FILE_KEYS = List.of("file_path", "log_group_name", "log_stream_name");

	/**
	 * Bytes; far below the megabyte that one call may carry with 26 bytes for each line.
	 */
	private static final int BATCH = 200_000;

	private final Box box;

	private final List<LogFile> files = new ArrayList<>();

	private @Nullable ScheduledExecutorService timer;

	private @Nullable CloudWatchLogsClient logs;

	private boolean troubled;

	CloudWatchAgent(Box box) {
		this.box = box;
	}

	/**
	 * Starts to send, from where it was when it stopped on this disk.
	 * @throws IllegalArgumentException if its configuration is missing, or has what the
	 * lab does not know
	 */
	synchronized void start() {
		if (this.timer != null) {
			return;
		}
		if (this.files.isEmpty()) {
			readConfiguration();
		}
		CloudWatchLogsClient client = this.box.localStack().client(CloudWatchLogsClient.builder());
		this.logs = client;
		this.timer = Executors.newSingleThreadScheduledExecutor(Threads.daemon(UNIT));
		this.timer.scheduleWithFixedDelay(() -> send(client), 1, 1, TimeUnit.SECONDS);
		this.box.publish(Event.Kind.STARTED, UNIT);
	}

	/** Sends what is left and stops. */
	synchronized void stop() {
		if (this.logs != null) {
			send(this.logs);
			kill();
		}
	}

	/** Stops at once; what has not been sent is on the disk only. */
	synchronized void kill() {
		if (this.timer != null && this.logs != null) {
			this.timer.shutdownNow();
			this.logs.close();
			this.timer = null;
			this.logs = null;
		}
	}

	private void readConfiguration() {
		Path file = this.box.disk().at(CONFIGURATION);
		if (!Files.exists(file)) {
			throw new IllegalArgumentException("%s: there is no %s".formatted(UNIT, CONFIGURATION));
		}
		JsonNode configuration = JsonMapper.shared().readTree(file);
		JsonNode list = configuration.at("/logs/logs_collected/files/collect_list");
		for (JsonNode entry : list) {
			if (!List.copyOf(entry.propertyNames()).stream().allMatch(FILE_KEYS::contains)) {
				throw unknown("one of " + entry.propertyNames());
			}
			this.files.add(new LogFile(this.box.disk().at(entry.path("file_path").asString()),
					entry.path("log_group_name").asString(),
					entry.path("log_stream_name")
						.asString("{instance_id}")
						.replace("{instance_id}", this.box.instanceId())));
		}
		if (this.files.isEmpty() || configuration.has("metrics")) {
			throw unknown("a configuration without log files, or with metrics");
		}
	}

	private static IllegalArgumentException unknown(String what) {
		return new IllegalArgumentException("%s: the lab does not know %s".formatted(UNIT, what));
	}

	private synchronized void send(CloudWatchLogsClient client) {
		for (LogFile file : this.files) {
			try {
				while (file.sendNext(client)) {
					this.troubled = false;
				}
			}
			catch (SdkException | UncheckedIOException ex) {
				if (!this.troubled) {
					this.box.publish(Event.Kind.WARNING,
							"%s cannot send %s: %s".formatted(UNIT, file.path.getFileName(), ex.getMessage()));
				}
				this.troubled = true;
			}
		}
	}

	/** One file, and how much of it has been sent. */
	private static final class LogFile {

		private final Path path;

		private final String group;

		private final String stream;

		private long sent;

		private boolean streamThere;

		private LogFile(Path path, String group, String stream) {
			this.path = path;
			this.group = group;
			this.stream = stream;
		}

		/**
		 * Sends the next lines, if there are any.
		 */
		private boolean sendNext(CloudWatchLogsClient logs) {
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
			logs.putLogEvents(
					(request) -> request.logGroupName(this.group).logStreamName(this.stream).logEvents(events));
			this.sent += end;
			return true;
		}

		/**
		 * A file that has become shorter was begun anew.
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

}
