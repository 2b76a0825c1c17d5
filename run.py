"""The application for servers (`gunicorn run:app`) and, run directly, the development server."""

from app.factory import create_app

app = create_app()

if __name__ == "__main__":
    app.run(host=app.config["HOST"], port=app.config["PORT"])
