package com.example.lab.aws.cloudfront;

import java.util.UUID;
import java.util.function.Function;

import com.example.lab.assembly.Resource;
import com.example.lab.standin.StandIn;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A resource that only describes something: distributions read it by its id.
 *
 * @param <T> what it says
 */
abstract class Described<T> implements StandIn {

	private final Resource resource;

	private final String id;

	private volatile @Nullable T value;

	Described(Resource resource, String id) {
		this.resource = resource;
		this.id = id;
	}

	Described(Resource resource) {
		this(resource, UUID.randomUUID().toString());
	}

	/** Reads what it says. */
	abstract Function<Settings, T> reading();

	/** What distributions do with it, for the ledger. */
	@Override
	public String address() {
		return "read by its distribution";
	}

	final T value() {
		T read = this.value;
		if (read == null) {
			throw new IllegalStateException("%s does not run yet".formatted(this.resource.path()));
		}
		return read;
	}

	final Resource resource() {
		return this.resource;
	}

	@Override
	public String ref() {
		return this.id;
	}

	@Override
	public String attribute(String name) {
		if (name.equals("Id")) {
			return this.id;
		}
		throw this.resource.lacks(name);
	}

	@Override
	public void start(JsonNode properties) {
		this.value = Settings.read(this.resource.type(), properties, reading());
	}

	@Override
	public boolean canChange(String property) {
		return true;
	}

	@Override
	public void update(JsonNode properties) {
		start(properties);
	}

	@Override
	public void close() {
		// It runs nothing.
	}

}
