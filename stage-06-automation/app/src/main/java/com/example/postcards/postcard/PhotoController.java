package com.example.postcards.postcard;

import java.net.URI;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Serves the photos that are still in the database. The edge has all others.
 */
@RestController
class PhotoController {

	private final DatabasePhotos photos;

	PhotoController(DatabasePhotos photos) {
		this.photos = photos;
	}

	@GetMapping("/api/postcards/{id:\\d+}/photo")
	ResponseEntity<byte[]> photo(@PathVariable long id) {
		return this.photos.find(id)
			.map((jpeg) -> ResponseEntity.ok().contentType(MediaType.IMAGE_JPEG).body(jpeg))
			// It has moved since the client read its address.
			.orElseGet(() -> ResponseEntity.status(HttpStatus.SEE_OTHER).location(URI.create("/photos/" + id)).build());
	}

}
