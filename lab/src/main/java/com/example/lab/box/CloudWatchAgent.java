package com.example.lab.box;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import com.example.lab.event.Event;
import com.example.lab.process.OwnedProcess;
import com.example.lab.process.Threads;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
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
final class CloudWatchAgent implements Service {

	static final String UNIT = "amazon-cloudwatch-agent.service";

	private static final String CONFIGURATION = "/opt/aws/amazon-cloudwatch-agent/etc/amazon-cloudwatch-agent.json";

	private static final List<String> FILE_KEYS = List.of("file_path", "log_group_name", "log_stream_name");

	private final Host host;

	private final List<LogFile> files = new ArrayList<>();

	private @Nullable ScheduledExecutorService timer;

	private @Nullable CloudWatchLogsClient logs;

	private boolean troubled;

	CloudWatchAgent(Host host) {
		this.host = host;
	}

	/**
	 * Starts to send, from where it was when it stopped on this disk.
	 * @throws IllegalArgumentException if its configuration is missing, or has what the
	 * lab does not know
	 */
	@Override
	public synchronized void start() {
		if (this.timer != null) {
			return;
		}
		if (this.files.isEmpty()) {
			readConfiguration();
		}
		CloudWatchLogsClient client = this.host.lab().localStack().client(CloudWatchLogsClient.builder());
		this.logs = client;
		this.timer = Executors.newSingleThreadScheduledExecutor(Threads.daemon(UNIT));
		this.timer.scheduleWithFixedDelay(() -> send(client), 1, 1, TimeUnit.SECONDS);
		this.host.publish(Event.Kind.STARTED, UNIT);
	}

	/** Sends what is left and stops. */
	@Override
	public synchronized void stop() {
		if (this.logs != null) {
			send(this.logs);
			losePower();
		}
	}

	/** Stops at once; what has not been sent is on the disk only. */
	@Override
	public synchronized void losePower() {
		if (this.timer != null && this.logs != null) {
			this.timer.shutdownNow();
			this.logs.close();
			this.timer = null;
			this.logs = null;
		}
	}

	/**
	 * It is a thread of the lab.
	 */
	@Override
	public @Nullable OwnedProcess process() {
		return null;
	}

	private void readConfiguration() {
		Path file = this.host.disk().at(CONFIGURATION);
		if (!Files.exists(file)) {
			throw new IllegalArgumentException("%s: there is no %s".formatted(UNIT, CONFIGURATION));
		}
		JsonNode configuration = JsonMapper.shared().readTree(file);
		JsonNode list = configuration.at("/logs/logs_collected/files/collect_list");
		for (JsonNode entry : list) {
			if (!List.copyOf(entry.propertyNames()).stream().allMatch(FILE_KEYS::contains)) {
				throw unknown("one of " + entry.propertyNames());
			}
			this.files.add(new LogFile(this.host.disk().at(entry.path("file_path").asString()),
					entry.path("log_group_name").asString(),
					entry.path("log_stream_name")
						.asString("{instance_id}")
						.replace("{instance_id}", this.host.instanceId())));
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
					this.host.publish(Event.Kind.WARNING,
							"%s cannot send %s: %s".formatted(UNIT, file.path().getFileName(), ex.getMessage()));
				}
				this.troubled = true;
			}
		}
	}

}
