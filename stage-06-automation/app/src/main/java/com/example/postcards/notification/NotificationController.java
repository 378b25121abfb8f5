package com.example.postcards.notification;

import com.example.postcards.account.Account;
import com.example.postcards.web.Page;
import com.example.postcards.web.PageRequest;
import jakarta.validation.Valid;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class NotificationController {

	private final Notifications notifications;

	NotificationController(Notifications notifications) {
		this.notifications = notifications;
	}

	@GetMapping("/api/notifications")
	Page<Notification> notifications(@Valid PageRequest page, @AuthenticationPrincipal Account me) {
		return Page.of(this.notifications.of(me.id(), page), page, Notification::id);
	}

}
