# The program with one project, built in the project's folder:
#   docker build -f project.Dockerfile -t registry.example.com/daybreak-recommender:1 .
FROM registry.example.com/daybreak:0.1.0
COPY . /project
