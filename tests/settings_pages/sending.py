"""A settings form as it is sent."""


def send(client, url, **data):
    """The status, and the page that came back."""
    answer = client.post(url, data)
    return answer.status_code, answer.content.decode()
