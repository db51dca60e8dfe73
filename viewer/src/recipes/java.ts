import { ENDPOINT, type Recipe } from "./recipe.ts";

export const JAVA_RECIPES: readonly Recipe[] = [
  {
    id: "java-spring-ai",
    language: "Java",
    framework: "Spring AI 2",
    steps: [
      {
        does: "Add the dependency",
        file: "pom.xml",
        lines: `<dependency>
  <groupId>org.springframework.boot</groupId>
  <artifactId>spring-boot-starter-opentelemetry</artifactId>
</dependency>`,
      },
      {
        does: "Say where to send, and what it is called",
        file: "src/main/resources/application.properties",
        lines: `spring.application.name=librarian
management.tracing.sampling.probability=1.0
management.opentelemetry.tracing.export.otlp.endpoint=${ENDPOINT}/v1/traces
management.otlp.metrics.export.enabled=false`,
      },
      { does: "Start it as usual", lines: "mvn -q spring-boot:run" },
    ],
    content:
      "Nothing of prompts and answers is sent; spring.ai.tools.observations.include-content=true sends the arguments and results of tools.",
    runWith: "Java 17, Spring Boot 4.0.7, Spring AI 2.0.1",
  },
];
