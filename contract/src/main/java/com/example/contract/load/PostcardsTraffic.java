package com.example.contract.load;

import java.net.http.HttpRequest;
import java.util.List;
import java.util.stream.IntStream;

import com.example.contract.Photo;
import com.example.contract.Pictures;
import com.example.contract.Postcards;
import com.example.lab.load.Request;
import com.example.lab.load.Traffic;

/** The requests of some users, who take turns. */
final class PostcardsTraffic implements Traffic {

	private static final int UNAUTHORIZED = 401;

	/** Of different sizes, so that a photo that is mixed up does not go unseen. */
	private static final List<Photo> PHOTOS = IntStream.range(0, 17)
		.mapToObj((i) -> Pictures.jpeg(64 + i, 48))
		.toList();

	private final List<User> users;

	private int count;

	PostcardsTraffic(List<User> users) {
		this.users = users;
	}

	@Override
	public Request next(String kind) {
		int number = this.count++;
		User user = this.users.get(number % this.users.size());
		String mark = "Postcard %d of %s".formatted(number, user.handle());
		Postcards visitor = user.visitor();
		HttpRequest.Builder http = switch (kind) {
			case "read" -> visitor.request("/api/timeline").GET();
			case "write" -> visitor.posting(mark, null);
			case "photo" -> visitor.posting(mark, PHOTOS.get(number % PHOTOS.size()));
			default -> throw new IllegalArgumentException("There are no requests of the kind " + kind);
		};
		return new Request(kind, mark, visitor.complete(http).build(), (status) -> {
			if (status == UNAUTHORIZED) {
				user.signInAgain();
			}
		});
	}

}
