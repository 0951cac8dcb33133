"""What a person reads of a report: the mail to the leadership, its pictures, the PDF. Chinese first, English second."""
