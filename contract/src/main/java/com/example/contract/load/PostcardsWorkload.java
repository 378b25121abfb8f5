package com.example.contract.load;

import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import com.example.contract.RefusedException;
import com.example.lab.load.Traffic;
import com.example.lab.load.Workload;
import com.example.lab.stage.WorkshopException;

/**
 * Members of Postcards who follow each other, read their timelines ({@code read}) and
 * write postcards ({@code write}), some with a photo ({@code photo}).
 */
public final class PostcardsWorkload implements Workload {

	private static final int FOLLOWED = 5;

	@Override
	public Set<String> kinds() {
		return Set.of("read", "write", "photo");
	}

	@Override
	public Traffic prepare(URI address, int users) {
		try {
			List<User> members = IntStream.range(0, users).parallel().mapToObj((i) -> User.signUp(address)).toList();
			followNeighbours(members);
			return new PostcardsTraffic(members);
		}
		catch (UncheckedIOException | RefusedException ex) {
			throw new WorkshopException(
					"Postcards at %s does not take new users: %s".formatted(address, ex.getMessage()));
		}
	}

	@Override
	public String where() {
		return "/api/where";
	}

	@Override
	public String signedOut() {
		return "HTTP 401";
	}

	private static void followNeighbours(List<User> members) {
		int users = members.size();
		for (int i = 0; i < users; i++) {
			for (int next = 1; next <= Math.min(FOLLOWED, users - 1); next++) {
				members.get(i).visitor().follow(members.get((i + next) % users).handle());
			}
		}
	}

}
