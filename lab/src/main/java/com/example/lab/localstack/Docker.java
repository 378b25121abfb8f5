package com.example.lab.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.network.Ports;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.PortBinding;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The Docker of this computer.
 *
 * @param running whether a daemon answers
 * @param image whether it already has LocalStack's image
 * @param finding one line for a person
 */
public record Docker(boolean running, boolean image, String finding) {

	/** The image that is run. */
	public static final String IMAGE = "localstack/localstack:" + LocalStack.VERSION;

	private static final int PORT = 4566;

	/**
	 * Looks for a Docker daemon, as Testcontainers does.
	 * @return what was found
	 */
	public static Docker find() {
		// Testcontainers takes a second and a half to find out that there is nothing.
		if (!worthAsking()) {
			return new Docker(false, false, "no Docker daemon");
		}
		// Not by way of its own factory, which starts a container first.
		try (DockerClient client = DockerClientProviderStrategy
			.getClientForConfig(DockerClientFactory.instance().getTransportConfig())) {
			client.inspectImageCmd(IMAGE).exec();
			return new Docker(true, true, "Docker with the image " + IMAGE);
		}
		catch (NotFoundException ex) {
			return new Docker(true, false, "Docker, still without the image " + IMAGE);
		}
		catch (IOException | RuntimeException ex) {
			return new Docker(false, false, "no Docker daemon that answers");
		}
	}

	private static boolean worthAsking() {
		String home = System.getProperty("user.home");
		return System.getenv("DOCKER_HOST") != null || System.getProperty("os.name").startsWith("Windows") || Stream
			.of("/var/run/docker.sock", home + "/.docker/run/docker.sock", home + "/.docker/desktop/docker.sock",
					home + "/.testcontainers.properties", System.getenv("XDG_RUNTIME_DIR") + "/docker.sock")
			.anyMatch((file) -> Files.exists(Path.of(file)));
	}

	/**
	 * Starts a container, which Testcontainers removes when this process has ended.
	 */
	LocalStack start(Events events) {
		events.publish(Event.Kind.PROGRESS, Events.LAB,
				"Starting %s in Docker%s".formatted(IMAGE, this.image ? "" : "; its image is fetched first"));
		LocalStackContainer container = new LocalStackContainer(DockerImageName.parse(IMAGE))
			.withEnv(Map.of("DISABLE_EVENTS", "1", "SKIP_SSL_CERT_DOWNLOAD", "1", "SQS_ENDPOINT_STRATEGY", "path"));
		if (Stream.of("localhost", "127.0.0.1").anyMatch(container.getHost()::equals)) {
			String address = "127.0.0.1:" + Ports.free();
			// Otherwise Docker would listen on all addresses of this computer.
			container.withEnv("LOCALSTACK_HOST", address)
				.withCreateContainerCmdModifier((command) -> Objects.requireNonNull(command.getHostConfig())
					.withPortBindings(PortBinding.parse(address + ":" + PORT)));
		}
		container.start();
		return new LocalStack(container.getEndpoint(), LocalStack.VERSION, "Docker", container::stop);
	}

}
