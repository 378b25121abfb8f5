package com.example.postcards.postcard;

import java.time.Duration;

import com.example.postcards.refusal.Reason;
import com.example.postcards.refusal.RefusedException;

import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
class PhotoController {

	private static final CacheControl FOREVER = CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();

	private final Photos photos;

	PhotoController(Photos photos) {
		this.photos = photos;
	}

	@GetMapping("/photos/{id:\\d+}")
	ResponseEntity<Resource> photo(@PathVariable long id) {
		Resource photo = this.photos.find(id)
			.orElseThrow(() -> new RefusedException(Reason.NOT_FOUND, "There is no such photo"));
		return ResponseEntity.ok().contentType(MediaType.IMAGE_JPEG).cacheControl(FOREVER).body(photo);
	}

}
