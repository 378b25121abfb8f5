package com.example.lab.junit;

import java.util.Set;

import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Keeps classes that share a running stage from using it at the same time, unless none of
 * them minds.
 */
final class StageLock implements ResourceLocksProvider {

	@Override
	public Set<Lock> provideForClass(Class<?> testClass) {
		return AnnotationSupport.findAnnotation(testClass, Stage.class)
			.filter((stage) -> !StageExtension.own(stage))
			.map((stage) -> Set.of(new Lock("stage " + stage.value(),
					stage.exclusive() ? ResourceAccessMode.READ_WRITE : ResourceAccessMode.READ)))
			.orElse(Set.of());
	}

}
