package com.example.lab.box;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.example.lab.assembly.StackTemplate;
import com.example.lab.event.Events;
import com.example.lab.process.Processes;
import com.example.lab.standin.LabClock;
import com.example.lab.standin.LabContext;
import com.example.lab.standin.StandIn;
import com.example.lab.standin.TargetHealthSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@Timeout(20)
class AwsCliTests {

	private static final List<String> WAIT = List.of("elbv2", "wait", "target-in-service", "--target-group-arn",
			"arn:group", "--targets", "Id=i-1");

	private final Group group = new Group();

	private final Processes processes;

	private final Host host;

	AwsCliTests(@TempDir Path temporary) {
		this.processes = new Processes(temporary.resolve("logs"));
		LabContext lab = new LabContext(temporary.resolve("run"), temporary.resolve("cache"), this.processes,
				new Events(), new LabClock(1), Map.of(), true)
			.in(new StackTemplate("Web", Path.of("t.json"), JsonMapper.shared().createObjectNode(), List.of()));
		lab.add("Group", this.group);
		this.host = new Host("Server", lab);
	}

	@AfterEach
	void end() {
		this.processes.close();
	}

	@Test
	void waitsUntilTheTargetIsInService() throws Exception {
		CompletableFuture<Void> waiting = CompletableFuture.runAsync(new AwsCli(WAIT, this.host)::run);
		this.group.asked.get(10, TimeUnit.SECONDS);
		assertThat(waiting).isNotDone();

		this.group.healthy = "i-1";

		waiting.get(10, TimeUnit.SECONDS);
	}

	@Test
	void refusesWhatItDoesNotKnow() {
		assertThatIllegalArgumentException().isThrownBy(() -> new AwsCli(List.of("s3", "ls"), this.host))
			.withMessage("the lab knows aws elbv2 wait target-in-service only");
		assertThatIllegalArgumentException().isThrownBy(() -> new AwsCli(WAIT.subList(0, 5), this.host))
			.withMessage("aws elbv2 wait target-in-service without --targets");
		this.group.arn = "arn:other";
		assertThatIllegalArgumentException().isThrownBy(() -> new AwsCli(WAIT, this.host))
			.withMessage("there is no target group 'arn:group'");
	}

	private static final class Group implements StandIn, TargetHealthSource {

		private final CompletableFuture<String> asked = new CompletableFuture<>();

		private volatile String healthy = "";

		private String arn = "arn:group";

		@Override
		public boolean inService(String instance) {
			this.asked.complete(instance);
			return this.healthy.equals(instance);
		}

		@Override
		public String ref() {
			return this.arn;
		}

		@Override
		public String attribute(String name) {
			return name;
		}

		@Override
		public String address() {
			return "";
		}

		@Override
		public void start(JsonNode properties) {
			// It runs already.
		}

		@Override
		public void close() {
			// Nothing runs.
		}

	}

}
