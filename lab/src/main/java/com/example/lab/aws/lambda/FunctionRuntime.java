package com.example.lab.aws.lambda;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.example.lab.process.JavaCommand;
import com.example.lab.tls.CertificateAuthority;
import com.fasterxml.jackson.annotation.JsonCreator;
import org.jspecify.annotations.NullMarked;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;

/**
 * The process of a function: loads its handler from {@code LAMBDA_TASK_ROOT} and the jars
 * in {@code lib} there, apart from the classes of the lab, and hands it one event after
 * the other.
 */
final class FunctionRuntime {

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final String api = "http://" + System.getenv("AWS_LAMBDA_RUNTIME_API") + RuntimeApi.PATH;

	private FunctionRuntime() {
	}

	/**
	 * A command line that runs it.
	 * @param megabytes the memory of the function
	 * @param trusted the authorities that it trusts
	 */
	static List<String> command(int megabytes, Path trusted) {
		String classpath = Stream
			.of(FunctionRuntime.class, JsonMapper.class, JsonParser.class, JsonCreator.class, NullMarked.class)
			.map((type) -> type.getProtectionDomain().getCodeSource().getLocation())
			.map((location) -> Path.of(URI.create(location.toString())).toString())
			.distinct()
			.collect(Collectors.joining(File.pathSeparator));
		return JavaCommand.of("-Xmx%dm".formatted(megabytes), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
				"-Djavax.net.ssl.trustStore=" + trusted,
				"-Djavax.net.ssl.trustStorePassword=" + CertificateAuthority.STORE_PASSWORD, "-cp", classpath,
				FunctionRuntime.class.getName());
	}

	public static void main(String[] args) throws Exception {
		// Digits and letters as programs read them, whatever the user's language is.
		Locale.setDefault(Locale.ROOT);
		new FunctionRuntime().run(Path.of(System.getenv("LAMBDA_TASK_ROOT")), System.getenv("_HANDLER"));
	}

	private void run(Path root, String handler) throws Exception {
		ClassLoader loader = new URLClassLoader(urls(root), ClassLoader.getPlatformClassLoader());
		Thread.currentThread().setContextClassLoader(loader);
		Object function;
		Method method;
		try {
			Class<?> type = loader.loadClass(handler.replaceFirst("::.*", ""));
			method = Arrays.stream(type.getMethods())
				.filter((candidate) -> candidate.getName().equals("handleRequest") && !candidate.isBridge())
				.findFirst()
				.orElseThrow(() -> new NoSuchMethodException(handler + " has no handleRequest"));
			function = type.getConstructor().newInstance();
		}
		catch (ReflectiveOperationException ex) {
			ex.printStackTrace();
			post("init/error", error((ex.getCause() != null) ? ex.getCause() : ex));
			throw ex;
		}
		while (true) {
			HttpResponse<String> event = this.http.send(
					HttpRequest.newBuilder(URI.create(this.api + "invocation/next")).build(), BodyHandlers.ofString());
			String id = event.headers().firstValue(RuntimeApi.REQUEST_ID).orElseThrow();
			JsonMapper json = JsonMapper.shared();
			try {
				Object input = json.readValue(event.body(), json.constructType(method.getGenericParameterTypes()[0]));
				Object output = method.invoke(function, input, context(id, loader));
				post("invocation/%s/response".formatted(id), json.writeValueAsString(output));
			}
			catch (InvocationTargetException ex) {
				Throwable failure = ex.getTargetException();
				failure.printStackTrace();
				post("invocation/%s/error".formatted(id), error(failure));
			}
		}
	}

	/**
	 * What a handler may ask about its call.
	 */
	private static Object context(String id, ClassLoader loader) throws ClassNotFoundException {
		Class<?> type = loader.loadClass("com.amazonaws.services.lambda.runtime.Context");
		return Proxy.newProxyInstance(loader, new Class<?>[] { type },
				(proxy, method, arguments) -> switch (method.getName()) {
					case "getAwsRequestId" -> id;
					case "getFunctionName" -> System.getenv("AWS_LAMBDA_FUNCTION_NAME");
					case "getMemoryLimitInMB" -> Integer.valueOf(System.getenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"));
					default -> throw new UnsupportedOperationException(method.getName() + " is not in the lab");
				});
	}

	private void post(String path, String body) throws IOException, InterruptedException {
		this.http.send(HttpRequest.newBuilder(URI.create(this.api + path)).POST(BodyPublishers.ofString(body)).build(),
				BodyHandlers.discarding());
	}

	private static String error(Throwable failure) {
		return JsonMapper.shared()
			.writeValueAsString(Map.of("errorType", failure.getClass().getSimpleName(), "errorMessage",
					String.valueOf(failure.getMessage())));
	}

	private static URL[] urls(Path root) throws IOException {
		List<URL> urls = new ArrayList<>(List.of(root.toUri().toURL()));
		Path libraries = root.resolve("lib");
		if (Files.isDirectory(libraries)) {
			try (Stream<Path> jars = Files.list(libraries)) {
				for (Path jar : jars.sorted().toList()) {
					urls.add(jar.toUri().toURL());
				}
			}
		}
		return urls.toArray(URL[]::new);
	}

}
